import { exitCodes } from '../ending.ts';
import type { ServicePlan } from './service.ts';

/** A word in a unit file: quoted, and without the meaning that systemd gives to per cent signs. */
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;

/** An argument of a command line, in which a dollar sign would begin a variable; the program's own path knows no variables. */
const argument = (text: string) => quoted(text.replaceAll('$', '$$$$'));

/**
 * A unit of the system or of one user. Restarts come after 2 s at first and 5 min in the end; systemd before 254 does not know the last two of
 * those settings, says so in its log, and waits 2 s each time.
 */
export const systemdUnit = ({ node, entry, dir, path }: ServicePlan, scope: 'system' | 'user'): string => `[Unit]
Description=Open ACE agent
${scope === 'system' ? 'Wants=network-online.target\nAfter=network-online.target\n' : ''}StartLimitIntervalSec=0

[Service]
ExecStart=${quoted(node)} ${argument(entry)} run
Environment=${quoted(`PATH=${path}`)} ${quoted(`OPENACE_AGENT_DIR=${dir}`)}
Restart=always
RestartSec=2
RestartSteps=8
RestartMaxDelaySec=300
RestartPreventExitStatus=${exitCodes.usage} ${exitCodes.refused}
KillMode=mixed
TimeoutStopSec=20

[Install]
WantedBy=${scope === 'system' ? 'multi-user.target' : 'default.target'}
`;
