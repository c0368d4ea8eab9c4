import { MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** A file of its own, so that it loads after the page: nothing can be notified before. */
export function Notices() {
  const { t } = useTranslation();
  // Mantine gives the button that closes one no name.
  const named = { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('action.close') } } } } };
  return (
    <MantineThemeProvider theme={named} inherit>
      <Notifications position="bottom-center" autoClose={5000} />
    </MantineThemeProvider>
  );
}
