import {
  ChangePassword,
  CheckSetup,
  CompleteSetup,
  Login,
  Me,
  RevokeSignIn,
  SetupCheck,
  SetupState,
  SignInList,
  UpdateProfile,
} from '@open-ace/contracts/auth';
import { Done, Empty } from '@open-ace/contracts/common';
import { done, open, router, signedIn } from '#platform/trpc';
import { changePassword, listSignIns, revokeSignIn, updateProfile } from './profile.ts';
import { checkSetup, completeSetup, setupState } from './setup.ts';
import { login, logout, me } from './sign-in.ts';

/** What sets or clears the cookie does so here: verbs know no HTTP. */
export const authRouter = router({
  changePassword: signedIn({ audit: 'auth.change_password', beforePasswordChange: true })
    .input(ChangePassword)
    .output(Me)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  checkSetup: open()
    .input(CheckSetup)
    .output(SetupCheck)
    .query(({ ctx, input }) => checkSetup(ctx, input)),
  completeSetup: open({ audit: 'auth.setup' })
    .input(CompleteSetup)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const signedUp = await completeSetup(ctx, input);
      ctx.setSession(signedUp.token);
      return signedUp.me;
    }),
  login: open({ audit: 'auth.login' })
    .input(Login)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const signed = await login(ctx, input);
      ctx.setSession(signed.token);
      return signed.me;
    }),
  logout: signedIn({ audit: 'auth.logout', beforePasswordChange: true })
    .input(Empty.optional())
    .output(Done)
    .mutation(async ({ ctx }) => {
      await logout(ctx);
      ctx.setSession(null);
      return { done: true };
    }),
  me: signedIn({ beforePasswordChange: true })
    .input(Empty.optional())
    .output(Me)
    .query(({ ctx }) => me(ctx)),
  revokeSignIn: signedIn({ audit: 'auth.revoke_sign_in' })
    .input(RevokeSignIn)
    .output(Done)
    .mutation(({ ctx, input }) => done(revokeSignIn(ctx, input))),
  setupState: open()
    .input(Empty.optional())
    .output(SetupState)
    .query(({ ctx }) => setupState(ctx)),
  signIns: signedIn()
    .input(Empty.optional())
    .output(SignInList)
    .query(({ ctx }) => listSignIns(ctx)),
  updateProfile: signedIn({ audit: 'auth.update_profile' })
    .input(UpdateProfile)
    .output(Me)
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),
});
