import { AgentCommand, FollowCommands, PollCommands, PolledCommands, ReportCommand } from '@open-ace/contracts/command';
import { Changed, Done, Empty } from '@open-ace/contracts/common';
import {
  CommandProgress,
  Enrol,
  Enrolled,
  Folders,
  FollowCommand,
  GetMachine,
  GetMachineLog,
  Heartbeat,
  Hello,
  InstallTool,
  ListFolders,
  ListMachineCandidates,
  ListMachines,
  ListToolDefaults,
  Machine,
  MachineCandidates,
  MachineLog,
  MachineMember,
  MachineMembers,
  MachinePage,
  Registration,
  RemoveMachineMember,
  RemoveToolDefault,
  SetMachineMember,
  StartedCommand,
  ToolDefault,
  ToolDefaults,
  UpdateMachine,
  Welcome,
} from '@open-ace/contracts/machine';
import { followCommand, followCommands, reportCommand } from '#domains/command';
import { followChanges } from '#platform/follow-changes';
import { publicUrl } from '#platform/public-url';
import { trackedStream } from '#platform/stream';
import { admin, agentOnly, done, open, owns, router, signedIn } from '#platform/trpc';
import { revokeCredential, rotateCredential } from './credential.ts';
import { createRegistration, enrol, hello } from './enrolment.ts';
import { listCandidates, listMembers, removeMember, setMember } from './members.ts';
import { goodbye, heartbeat, poll, whileConnected } from './presence.ts';
import { getMachine, listFolders, listMachines, removeMachine, updateMachine } from './service.ts';
import { installTool, listToolDefaults, machineLog, removeToolDefault, setToolDefault } from './tools.ts';

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
  followCommand: owns('machine')
    .input(FollowCommand)
    .output(trackedStream(CommandProgress))
    .subscription(({ ctx, input, signal }) => followCommand(ctx, input, signal)),
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
  installTool: owns('machine', { audit: 'machine.install_tool' })
    .input(InstallTool)
    .output(StartedCommand)
    .mutation(({ ctx, input }) => installTool(ctx, input)),
  list: signedIn()
    .input(ListMachines)
    .output(MachinePage)
    .query(({ ctx, input }) => listMachines(ctx, input)),
  log: owns('machine')
    .input(GetMachineLog)
    .output(MachineLog)
    .query(({ ctx, input, signal }) => machineLog(ctx, input, signal)),
  members: owns('machine')
    .input(GetMachine)
    .output(MachineMembers)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  pollCommands: agentOnly({ audit: byMachine })
    .input(PollCommands)
    .output(PolledCommands)
    .mutation(({ ctx, input }) => poll(ctx, input)),
  remove: admin({ audit: 'machine.remove' })
    .input(GetMachine)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeMachine(ctx, input))),
  removeMember: owns('machine', { audit: 'machine.update' })
    .input(RemoveMachineMember)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeMember(ctx, input))),
  removeToolDefault: signedIn({ audit: 'machine.remove_tool_default' })
    .input(RemoveToolDefault)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeToolDefault(ctx, input))),
  reportCommand: agentOnly({ audit: byMachine })
    .input(ReportCommand)
    .output(Done)
    .mutation(({ ctx, input }) => done(reportCommand(ctx, input))),
  revokeCredential: owns('machine', { audit: 'machine.revoke_credential' })
    .input(GetMachine)
    .output(Done)
    .mutation(({ ctx, input }) => done(revokeCredential(ctx, input))),
  rotateCredential: owns('machine', { audit: 'machine.rotate_credential' })
    .input(GetMachine)
    .output(StartedCommand)
    .mutation(({ ctx, input }) => rotateCredential(ctx, input)),
  setMember: owns('machine', { audit: 'machine.update' })
    .input(SetMachineMember)
    .output(MachineMember)
    .mutation(({ ctx, input }) => setMember(ctx, input)),
  setToolDefault: signedIn({ audit: 'machine.set_tool_default' })
    .input(ToolDefault)
    .output(ToolDefault)
    .mutation(({ ctx, input }) => setToolDefault(ctx, input)),
  toolDefaults: signedIn()
    .input(ListToolDefaults)
    .output(ToolDefaults)
    .query(({ ctx, input }) => listToolDefaults(ctx, input)),
  update: owns('machine', { audit: 'machine.update' })
    .input(UpdateMachine)
    .output(Machine)
    .mutation(({ ctx, input }) => updateMachine(ctx, input)),
});
