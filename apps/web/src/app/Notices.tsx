import { Notifications } from '@mantine/notifications';

/** A file of its own, so that it loads after the page: nothing can be notified before. */
export function Notices() {
  return <Notifications position="bottom-center" autoClose={5000} />;
}
