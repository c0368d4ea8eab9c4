import type { IncomingHttpHeaders } from 'node:http';

export interface Step {
  text?: string;
  thinking?: string;
  tool?: string;
  command?: string;
  path?: string;
  content?: string;
  input?: Record<string, unknown>;
  usage?: { input?: number; output?: number; cacheRead?: number; cacheWrite?: number; reasoning?: number };
  delayMs?: number;
  chunkDelayMs?: number;
  chunkSize?: number;
  /** Events until the connection is dropped. */
  cutAfter?: number;
  stopReason?: 'end' | 'length';
  error?: { status: number; type?: string; message?: string; retryAfter?: number; times?: number; inStream?: boolean };
}

export interface SeenRequest {
  n: number;
  at: string;
  method: string;
  path: string;
  status: number;
  auth: string | null;
  headers: IncomingHttpHeaders;
  body: unknown;
  step: Step | null;
  closedByClient: boolean;
}

export interface FakeLlm {
  url: string;
  port: number;
  requests: SeenRequest[];
  director: { queue: Step[] };
  /** Ids of answers repeat in a ring of 1 to 1000; null: never. */
  setRing(size: number | null): void;
  close(): Promise<void>;
}

export interface FakeLlmOptions {
  port?: number;
  host?: string;
  tokens?: string[];
  models?: string[];
  log?: string;
  ring?: number;
  respond?: (turns: { role: string; text: string }[], body: unknown) => Step | undefined;
}

export function startFakeLlm(options?: FakeLlmOptions): Promise<FakeLlm>;
