import { Done } from '@open-ace/contracts/common';
import {
  Conversations,
  CreatedSession,
  CreateSession,
  FindFiles,
  FollowSession,
  FollowSessions,
  ForkSession,
  FoundFiles,
  GetSession,
  ListConversations,
  ListRules,
  ListSessions,
  ReadTranscript,
  RespondToRequest,
  RevokeRule,
  RulePage,
  SendMessage,
  SentMessage,
  Session,
  SessionPage,
  SessionUpdate,
  TranscriptPage,
  TurnUsages,
  UpdateSession,
  WaitingRequests,
} from '@open-ace/contracts/session';
import { PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import { trackedStream } from '#platform/stream';
import { agentOnly, done, owns, router, signedIn } from '#platform/trpc';
import { deleteSession } from './delete-session.ts';
import { listConversations } from './find-conversations.ts';
import { findFiles } from './find-files.ts';
import { pauseSession, resumeSession } from './pause-session.ts';
import { pushEvents } from './push-events.ts';
import { followSession, followSessions, getSession, listSessions, readTranscript } from './queries.ts';
import { listRules, revokeRule } from './rules.ts';
import { createSession, forkSession } from './start-session.ts';
import { interrupt, respond, sendMessage, stopSession, updateSession } from './steer-session.ts';
import { turnUsages } from './turn-usage.ts';
import { listWaiting } from './waiting.ts';

export const sessionRouter = router({
  changes: signedIn()
    .input(FollowSessions.optional())
    .output(trackedStream(Session))
    .subscription(({ ctx, input, signal }) => followSessions(ctx, input, signal)),
  conversations: signedIn()
    .input(ListConversations)
    .output(Conversations)
    .query(({ ctx, input, signal }) => listConversations(ctx, input, signal)),
  create: signedIn({ audit: 'session.create' })
    .input(CreateSession)
    .output(CreatedSession)
    .mutation(({ ctx, input }) => createSession(ctx, input)),
  delete: owns('session', { audit: 'session.delete' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(deleteSession(ctx, input))),
  events: owns('session')
    .input(FollowSession)
    .output(trackedStream(SessionUpdate))
    .subscription(({ ctx, input, signal }) => followSession(ctx, input, signal)),
  findFiles: owns('session')
    .input(FindFiles)
    .output(FoundFiles)
    .query(({ ctx, input, signal }) => findFiles(ctx, input, signal)),
  fork: owns('session', { audit: 'session.fork' })
    .input(ForkSession)
    .output(CreatedSession)
    .mutation(({ ctx, input }) => forkSession(ctx, input)),
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
  pause: owns('session', { audit: 'session.pause' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(pauseSession(ctx, input))),
  push: agentOnly({ audit: { none: 'what happens in a session is its transcript' } })
    .input(PushEvents)
    .output(PushedEvents)
    .mutation(({ ctx, input }) => pushEvents(ctx, input)),
  respond: owns('session', { audit: 'session.respond' })
    .input(RespondToRequest)
    .output(Done)
    .mutation(({ ctx, input }) => done(respond(ctx, input))),
  resume: owns('session', { audit: 'session.resume' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(resumeSession(ctx, input))),
  revokeRule: signedIn({ audit: 'permission_rule.revoke' })
    .input(RevokeRule)
    .output(Done)
    .mutation(({ ctx, input }) => done(revokeRule(ctx, input))),
  rules: signedIn()
    .input(ListRules)
    .output(RulePage)
    .query(({ ctx, input }) => listRules(ctx, input)),
  send: owns('session', { audit: 'session.send' })
    .input(SendMessage)
    .output(SentMessage)
    .mutation(({ ctx, input }) => sendMessage(ctx, input)),
  stop: owns('session', { audit: 'session.stop' })
    .input(GetSession)
    .output(Done)
    .mutation(({ ctx, input }) => done(stopSession(ctx, input))),
  transcript: owns('session')
    .input(ReadTranscript)
    .output(TranscriptPage)
    .query(({ ctx, input }) => readTranscript(ctx, input)),
  turnUsage: owns('session')
    .input(GetSession)
    .output(TurnUsages)
    .query(({ ctx, input }) => turnUsages(ctx, input)),
  update: owns('session', { audit: 'session.update' })
    .input(UpdateSession)
    .output(Session)
    .mutation(async ({ ctx, input }) => {
      await updateSession(ctx, input);
      return getSession(ctx, input);
    }),
  waiting: signedIn()
    .output(WaitingRequests)
    .query(({ ctx }) => listWaiting(ctx)),
});
