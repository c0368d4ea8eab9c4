import '@fontsource-variable/inter/opsz.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '#ui/theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from '#app/App.tsx';
import { startI18n } from '#lib/i18n/i18n.ts';

const root = document.getElementById('root');

if (root) {
  await startI18n();
  createRoot(root).render(<App />);
}
