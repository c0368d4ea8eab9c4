import { z } from 'zod';
import { AcpAgent } from './acp-agent.ts';
import { Count, Id, Instant, Line, PageInput, page } from './common.ts';
import { PermissionMode, ToolId } from './tools.ts';

export const MachineStatus = z.enum(['online', 'offline', 'updating']);
export type MachineStatus = z.infer<typeof MachineStatus>;

/** What of a CLI's own history is read: nothing, numbers alone, or all of it. */
export const HistoryPolicy = z.enum(['off', 'usage', 'full']);
export type HistoryPolicy = z.infer<typeof HistoryPolicy>;

/** A CLI on a machine. */
export const MachineTool = z.object({
  tool: ToolId,
  /** What it is called in sentences; '' where its agent is too old to tell. */
  name: z.string().max(60).default(''),
  version: z.string().max(100),
  /** The version lies in the range that Open ACE was tested with. */
  tested: z.boolean(),
  /** Modes that its driver can honour; none where the agent has no driver for it. */
  modes: z.array(PermissionMode).max(10).default([]),
  /** Modes of those that cannot be offered there, and why, in a stable key. */
  withheldModes: z.array(z.object({ mode: PermissionMode, reason: z.enum(['root_without_sandbox']) })).max(10),
  /** Why no session can be started with it although it is there, in words for people; '' where one can. */
  problem: z.string().max(1000).default(''),
});
export type MachineTool = z.infer<typeof MachineTool>;

/** What an agent tells of its machine when it enrols and whenever it connects. */
export const MachineFacts = z.object({
  hostname: z.string().max(255),
  os: z.string().max(100),
  arch: z.string().max(40),
  cpuModel: z.string().max(200),
  cpus: Count.max(100_000),
  memoryBytes: Count,
  agentVersion: z.string().max(100),
  protocol: z.number().int().min(1).max(1000),
  /** The agent's OS user is root. */
  root: z.boolean(),
  homeFolder: z.string().max(4096),
  tools: z.array(MachineTool).max(50),
});
export type MachineFacts = z.infer<typeof MachineFacts>;

/** How a machine fares: processes that want a CPU over the last minute, and bytes of memory and of the home's disk. */
export const Vitals = z.object({ cpuLoad: z.number().min(0).max(1e6), memoryFreeBytes: Count, diskBytes: Count, diskFreeBytes: Count });
export type Vitals = z.infer<typeof Vitals>;

export const Machine = z.object({
  id: Id,
  name: z.string(),
  status: MachineStatus,
  hostname: z.string(),
  os: z.string(),
  arch: z.string(),
  cpuModel: z.string(),
  cpus: Count,
  memoryBytes: Count,
  agentVersion: z.string(),
  root: z.boolean(),
  homeFolder: z.string(),
  tools: z.array(MachineTool),
  /** Null before its agent has told. */
  vitals: Vitals.nullable(),
  /** The machine that the server itself runs on. */
  local: z.boolean(),
  owner: z.object({ id: Id, displayName: z.string() }),
  historyPolicy: HistoryPolicy,
  /** Sessions that are not ended there. */
  openSessions: Count,
  /** Whether the caller may rename it and change its policy. */
  mayManage: z.boolean(),
  /** Whether one may start sessions there. */
  mayUse: z.boolean(),
  createdAt: Instant,
  seenAt: Instant.nullable(),
});
export type Machine = z.infer<typeof Machine>;

export const ListMachines = PageInput.extend({ search: z.string().trim().max(200).optional() });
export type ListMachines = z.infer<typeof ListMachines>;
export const MachinePage = page(Machine);
export type MachinePage = z.infer<typeof MachinePage>;

export const GetMachine = z.object({ machineId: Id });
export type GetMachine = z.infer<typeof GetMachine>;

export const UpdateMachine = z.object({ machineId: Id, name: Line(80).optional(), historyPolicy: HistoryPolicy.optional() });
export type UpdateMachine = z.infer<typeof UpdateMachine>;

/** What a machine was shared for: work there, or also its settings and its people. */
export const MachineRole = z.enum(['user', 'admin']);
export type MachineRole = z.infer<typeof MachineRole>;

export const MachineMember = z.object({ user: z.object({ id: Id, displayName: z.string() }), role: MachineRole, createdAt: Instant });
export type MachineMember = z.infer<typeof MachineMember>;
/** All people that a machine was shared with, by name; its owner is none of them. */
export const MachineMembers = z.object({ items: z.array(MachineMember) });
export type MachineMembers = z.infer<typeof MachineMembers>;

export const SetMachineMember = z.object({ machineId: Id, userId: Id, role: MachineRole });
export type SetMachineMember = z.infer<typeof SetMachineMember>;
export const RemoveMachineMember = z.object({ machineId: Id, userId: Id });
export type RemoveMachineMember = z.infer<typeof RemoveMachineMember>;

export const ListMachineCandidates = z.object({ machineId: Id, search: z.string().trim().max(200).optional() });
export type ListMachineCandidates = z.infer<typeof ListMachineCandidates>;
/** The first people, by user name, that a machine could be shared with. */
export const MachineCandidates = z.object({ items: z.array(z.object({ id: Id, displayName: z.string(), username: z.string() })).max(50) });
export type MachineCandidates = z.infer<typeof MachineCandidates>;

/** A one-time registration token and the lines that use it, one a system. Shown once. */
export const Registration = z.object({
  token: z.string(),
  commands: z.object({ linux: z.string(), macos: z.string(), windows: z.string() }),
  expiresAt: Instant,
});
export type Registration = z.infer<typeof Registration>;

export const Enrol = z.object({ token: z.string().min(20).max(200), instanceId: z.string().min(16).max(128), facts: MachineFacts });
export type Enrol = z.infer<typeof Enrol>;
export const Enrolled = z.object({ machineId: Id, credential: z.string() });
export type Enrolled = z.infer<typeof Enrolled>;

export const Hello = z.object({ instanceId: z.string().min(16).max(128), facts: MachineFacts, vitals: Vitals.optional() });
export type Hello = z.infer<typeof Hello>;
/** What the machine's agent has to know from the server. */
export const Welcome = z.object({
  machineId: Id,
  protocol: z.number().int(),
  heartbeatSeconds: z.number().int(),
  historyPolicy: HistoryPolicy,
  /** The agents that administrators added, to be looked for there. */
  acpAgents: z.array(AcpAgent).max(50).default([]),
});
export type Welcome = z.infer<typeof Welcome>;
export const Heartbeat = z.object({ instanceId: z.string().min(16).max(128), vitals: Vitals.optional() });
export type Heartbeat = z.infer<typeof Heartbeat>;

export const ListFolders = z.object({ machineId: Id, path: z.string().max(4096).default('') });
export type ListFolders = z.infer<typeof ListFolders>;
/** Folders below one, for choosing where a session works. An empty path asks for the agent's home. */
export const Folders = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  items: z.array(z.object({ name: z.string(), path: z.string(), repository: z.boolean() })),
});
export type Folders = z.infer<typeof Folders>;

/** The end of the agent's own log, oldest line first. */
export const GetMachineLog = z.object({ machineId: Id, lines: z.number().int().min(1).max(2000).default(200) });
export type GetMachineLog = z.infer<typeof GetMachineLog>;
export const MachineLog = z.object({ lines: z.array(z.string().max(10_000)).max(2000) });
export type MachineLog = z.infer<typeof MachineLog>;

/** Installs a tool, or another version of it, with npm; without a version the one that Open ACE was tested with. */
export const InstallTool = z.object({
  machineId: Id,
  tool: ToolId,
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+[\w.+-]{0,40}$/, 'Give a full version such as 1.2.3.')
    .optional(),
});
export type InstallTool = z.infer<typeof InstallTool>;
export const StartedCommand = z.object({ commandId: Id });
export type StartedCommand = z.infer<typeof StartedCommand>;

export const FollowCommand = z.object({ machineId: Id, commandId: Id, lastEventId: z.string().max(100).nullish() });
export type FollowCommand = z.infer<typeof FollowCommand>;
/** How far a command is. `progress` is the end of what it has said. */
export const CommandProgress = z.object({
  status: z.enum(['pending', 'delivered', 'started', 'done', 'failed', 'unknown', 'expired']),
  progress: z.string(),
  error: z.string().nullable(),
});
export type CommandProgress = z.infer<typeof CommandProgress>;

/** What sessions with a tool begin with where nobody says otherwise; `machineId` null: on all machines that have none of their own. */
export const ToolDefault = z.object({
  machineId: Id.nullable(),
  tool: ToolId,
  /** '' for the CLI's own. */
  model: z.string().trim().max(200),
  permissionMode: PermissionMode,
  /** Added to the CLI's command line. */
  args: z.array(z.string().min(1).max(500)).max(30),
});
export type ToolDefault = z.infer<typeof ToolDefault>;
export const ListToolDefaults = z.object({ machineId: Id.nullable() });
export type ListToolDefaults = z.infer<typeof ListToolDefaults>;
export const ToolDefaults = z.object({ items: z.array(ToolDefault) });
export type ToolDefaults = z.infer<typeof ToolDefaults>;
export const RemoveToolDefault = z.object({ machineId: Id.nullable(), tool: ToolId });
export type RemoveToolDefault = z.infer<typeof RemoveToolDefault>;
