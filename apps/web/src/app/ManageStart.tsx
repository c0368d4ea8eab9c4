import { Navigate } from 'react-router';
import { useManageGroups } from './use-manage-groups.ts';

/** `/manage` alone leads to the first page that one may see. */
export function ManageStart() {
  const first = useManageGroups()[0]?.pages[0];
  return <Navigate to={first?.path ?? '/work'} replace />;
}
