import { CreatedUser, CreateUser, GetUser, ListUsers, TemporaryPassword, UpdateUser, User, UserPage } from '@open-ace/contracts/user';
import { can, router } from '#platform/trpc';
import { createUser, deleteUser, getUser, listUsers, resetPassword, restoreUser, updateUser } from './service.ts';

export const userRouter = router({
  create: can('create_user', { audit: 'user.create' })
    .input(CreateUser)
    .output(CreatedUser)
    .mutation(({ ctx, input }) => createUser(ctx, input)),
  delete: can('delete_user', { audit: 'user.delete' })
    .input(GetUser)
    .output(User)
    .mutation(({ ctx, input }) => deleteUser(ctx, input)),
  get: can('view_users')
    .input(GetUser)
    .output(User)
    .query(({ ctx, input }) => getUser(ctx, input)),
  list: can('view_users')
    .input(ListUsers)
    .output(UserPage)
    .query(({ ctx, input }) => listUsers(ctx, input)),
  resetPassword: can('edit_user', { audit: 'user.reset_password' })
    .input(GetUser)
    .output(TemporaryPassword)
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),
  restore: can('delete_user', { audit: 'user.restore' })
    .input(GetUser)
    .output(User)
    .mutation(({ ctx, input }) => restoreUser(ctx, input)),
  update: can('edit_user', { audit: 'user.update' })
    .input(UpdateUser)
    .output(User)
    .mutation(({ ctx, input }) => updateUser(ctx, input)),
});
