import type { AcpAgent } from './acp-agent.ts';

/** Agents whose configuration was tried with the real program: an administrator adds one as it is, or begins an own one from it. */
export const acpPresets: readonly AcpAgent[] = [];
