// Runs before the first paint, so that a dark page never flashes white. The app itself takes over once it has loaded.
(() => {
  let chosen = 'auto';
  try {
    chosen = JSON.parse(localStorage.getItem('open-ace')).state.colorScheme;
  } catch {
    // Nothing was chosen yet, or storage is blocked.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
