import { Done } from '@open-ace/contracts/common';
import {
  CreatedSession,
  CreateSession,
  FollowSession,
  FollowSessions,
  GetSession,
  ListSessions,
  RespondToRequest,
  SendMessage,
  SentMessage,
  Session,
  SessionPage,
  SessionUpdate,
  UpdateSession,
} from '@open-ace/contracts/session';
import { PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import { trackedStream } from '#platform/stream';
import { agentOnly, done, owns, router, signedIn } from '#platform/trpc';
import { pushEvents } from './push-events.ts';
import { followSession, followSessions, getSession, listSessions } from './queries.ts';
import { createSession } from './start-session.ts';
import { interrupt, respond, sendMessage, stopSession, updateSession } from './steer-session.ts';

export const sessionRouter = router({
  changes: signedIn()
    .input(FollowSessions.optional())
    .output(trackedStream(Session))
    .subscription(({ ctx, input, signal }) => followSessions(ctx, input, signal)),
  create: signedIn({ audit: 'session.create' })
    .input(CreateSession)
    .output(CreatedSession)
    .mutation(({ ctx, input }) => createSession(ctx, input)),
  events: owns('session')
    .input(FollowSession)
    .output(trackedStream(SessionUpdate))
    .subscription(({ ctx, input, signal }) => followSession(ctx, input, signal)),
  get: owns('session')
    .input(GetSession)
    .output(Session)
    .query(({ ctx, input }) => getSession(ctx, input)),
  interrupt: owns('session', { audit: 'session.interrupt' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(interrupt(ctx, input))),
  list: signedIn()
    .input(ListSessions)
    .output(SessionPage)
    .query(({ ctx, input }) => listSessions(ctx, input)),
  push: agentOnly({ audit: { none: 'what happens in a session is its transcript' } })
    .input(PushEvents)
    .output(PushedEvents)
    .mutation(({ ctx, input }) => pushEvents(ctx, input)),
  respond: owns('session', { audit: 'session.respond' })
    .input(RespondToRequest)
    .output(Done)
    .mutation(({ ctx, input }) => done(respond(ctx, input))),
  send: owns('session', { audit: 'session.send' })
    .input(SendMessage)
    .output(SentMessage)
    .mutation(({ ctx, input }) => sendMessage(ctx, input)),
  stop: owns('session', { audit: 'session.stop' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(stopSession(ctx, input))),
  update: owns('session', { audit: 'session.update' })
    .input(UpdateSession)
    .output(Session)
    .mutation(async ({ ctx, input }) => {
      await updateSession(ctx, input);
      return getSession(ctx, input);
    }),
});
