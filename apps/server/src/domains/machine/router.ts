import { AgentCommand, FollowCommands, ReportCommand } from '@open-ace/contracts/command';
import { Changed, Done, Empty } from '@open-ace/contracts/common';
import {
  Enrol,
  Enrolled,
  Folders,
  GetMachine,
  Heartbeat,
  Hello,
  ListFolders,
  ListMachineCandidates,
  ListMachines,
  Machine,
  MachineCandidates,
  MachineMember,
  MachineMembers,
  MachinePage,
  Registration,
  RemoveMachineMember,
  SetMachineMember,
  UpdateMachine,
  Welcome,
} from '@open-ace/contracts/machine';
import { followCommands, reportCommand } from '#domains/command';
import { followChanges } from '#platform/follow-changes';
import { publicUrl } from '#platform/public-url';
import { trackedStream } from '#platform/stream';
import { admin, agentOnly, done, open, owns, router, signedIn } from '#platform/trpc';
import { createRegistration, enrol, hello } from './enrolment.ts';
import { listCandidates, listMembers, removeMember, setMember } from './members.ts';
import { goodbye, heartbeat, whileConnected } from './presence.ts';
import { getMachine, listFolders, listMachines, removeMachine, updateMachine } from './service.ts';

const byMachine = { none: 'an agent tells of its machine; what people do there is audited where they do it' };

export const machineRouter = router({
  candidates: owns('machine')
    .input(ListMachineCandidates)
    .output(MachineCandidates)
    .query(({ ctx, input }) => listCandidates(ctx, input)),
  changes: signedIn()
    .input(Empty.optional())
    .output(trackedStream(Changed))
    .subscription(({ ctx, signal }) => followChanges(ctx, 'machine.changed', signal)),
  commands: agentOnly()
    .input(FollowCommands)
    .output(trackedStream(AgentCommand))
    .subscription(({ ctx, input, signal }) => whileConnected(ctx, input.instanceId, followCommands(ctx, input, signal))),
  createRegistration: admin({ audit: 'machine.create_registration' })
    .input(Empty.optional())
    .output(Registration)
    .mutation(({ ctx }) => createRegistration(ctx, publicUrl(ctx))),
  enrol: open({ audit: 'machine.enrol' })
    .input(Enrol)
    .output(Enrolled)
    .mutation(({ ctx, input }) => enrol(ctx, input)),
  folders: signedIn()
    .input(ListFolders)
    .output(Folders)
    .query(({ ctx, input }) => listFolders(ctx, input)),
  get: signedIn()
    .input(GetMachine)
    .output(Machine)
    .query(({ ctx, input }) => getMachine(ctx, input)),
  goodbye: agentOnly({ audit: byMachine })
    .input(Heartbeat)
    .output(Done)
    .mutation(({ ctx, input }) => done(goodbye(ctx, input))),
  heartbeat: agentOnly({ audit: byMachine })
    .input(Heartbeat)
    .output(Done)
    .mutation(({ ctx, input }) => done(heartbeat(ctx, input))),
  hello: agentOnly({ audit: byMachine })
    .input(Hello)
    .output(Welcome)
    .mutation(({ ctx, input }) => hello(ctx, input)),
  list: signedIn()
    .input(ListMachines)
    .output(MachinePage)
    .query(({ ctx, input }) => listMachines(ctx, input)),
  members: owns('machine')
    .input(GetMachine)
    .output(MachineMembers)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  remove: admin({ audit: 'machine.remove' })
    .input(GetMachine)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeMachine(ctx, input))),
  removeMember: owns('machine', { audit: 'machine.update' })
    .input(RemoveMachineMember)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeMember(ctx, input))),
  reportCommand: agentOnly({ audit: byMachine })
    .input(ReportCommand)
    .output(Done)
    .mutation(({ ctx, input }) => done(reportCommand(ctx, input))),
  setMember: owns('machine', { audit: 'machine.update' })
    .input(SetMachineMember)
    .output(MachineMember)
    .mutation(({ ctx, input }) => setMember(ctx, input)),
  update: owns('machine', { audit: 'machine.update' })
    .input(UpdateMachine)
    .output(Machine)
    .mutation(({ ctx, input }) => updateMachine(ctx, input)),
});
