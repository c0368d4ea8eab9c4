import type { Environment } from '../config.ts';

export type ServiceKind = 'systemd' | 'launchd' | 'scheduled-task' | 'cron';

/** `absent`: not installed. */
export type ServiceState = 'running' | 'stopped' | 'absent';

/** What keeps the agent running on this machine. Every verb throws an Ending that says what the system answered. */
export interface Service {
  readonly kind: ServiceKind;
  /** The file or entry by which the system knows it. */
  readonly place: string;
  /** Installs, or installs anew, and starts; what the person still has to do or know, in sentences. */
  install(): Promise<string[]>;
  start(): Promise<void>;
  stop(): Promise<void>;
  uninstall(): Promise<void>;
  state(): Promise<ServiceState>;
}

/** What a service starts, and with what around it. */
export interface ServicePlan {
  readonly node: string;
  /** The program's first file. */
  readonly entry: string;
  /** The agent's folder. */
  readonly dir: string;
  /** PATH of whoever installs it: the CLIs that are found there are found by the daemon, too. */
  readonly path: string;
}

/** The system that it is installed on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly uid: number;
  readonly home: string;
  readonly environment: Environment;
  /** There while systemd runs the machine. */
  readonly systemdRuntime: string;
  readonly systemUnits: string;
}
