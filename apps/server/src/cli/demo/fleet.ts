import type { MachineTool } from '@open-ace/contracts/machine';
import { BuiltInTool, PermissionMode, toolNames } from '@open-ace/contracts/tools';
import { auditedMachine, createRegistration, type MachineRow, machines, setMember, updateMachine } from '#domains/machine';
import { audit } from '#platform/audit/audit';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import type { AgentActor } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { asPerson, type Happening, personOf, type Stage, systemAt, workday } from './stage.ts';
import { machineNames, team } from './team.ts';
import { DAYS, startOfUtcDay } from './usage.ts';

const enrolledAt = (now: number, index: number) => startOfUtcDay(now) - (DAYS + 10 - index) * DAY + 10 * HOUR + index * 23 * MINUTE;

export const toolVersions: Record<BuiltInTool, string> = {
  'claude-code': '2.1.330',
  codex: '0.169.0',
  'qwen-code': '0.24.4',
  openclaw: '2026.10.2',
};

/** What the team's habits need there. */
function toolsOf(machine: number): MachineTool[] {
  const used = team.flatMap((person) => (person.machine === machine ? person.tools.map(({ item }) => item) : []));
  return BuiltInTool.options
    .filter((tool) => used.includes(tool))
    .map((tool) => ({
      tool,
      name: toolNames[tool],
      version: toolVersions[tool],
      tested: true,
      modes: PermissionMode.options,
      withheldModes: [],
      problem: '',
    }));
}

/** Nobody is there to say that they live, so they are shown as what they are: away since a while. */
export async function createFleet(stage: Stage): Promise<MachineRow[]> {
  return inTx(systemAt(stage, stage.now), async (tx) => {
    const rows: MachineRow[] = [];
    for (const [index, name] of machineNames.entries()) {
      const createdAt = new Date(enrolledAt(stage.now, index));
      const machine = await machines(tx).create({
        id: newId(),
        ownerId: personOf(stage, index).id,
        name,
        hostname: `${name}.shop.example.com`,
        os: index % 3 === 0 ? 'Ubuntu 24.04' : 'Debian 12',
        arch: 'x64',
        cpuModel: 'AMD EPYC 9354',
        cpus: 8 + (index % 3) * 8,
        memoryBytes: BigInt(32 + (index % 3) * 32) * 1024n ** 3n,
        agentVersion: '0.1.0',
        protocol: 1,
        tools: toolsOf(index),
        homeFolder: '/home/agent',
        seenAt: new Date(stage.now - (index * index + 1) * 7 * MINUTE),
        createdAt,
        updatedAt: createdAt,
      });
      rows.push(machine);
    }
    return rows;
  });
}

function enrolment(stage: Stage, machine: MachineRow, index: number): Happening[] {
  const at = machine.createdAt.getTime();
  const asked = at - 3 * MINUTE;
  const { id: machineId, name: machineName, ownerId } = machine;
  const actor: AgentActor = { kind: 'agent', machineId, machineName, ownerId, tenantId: stage.tenantId, tokenId: '' };
  return [
    { at: asked, run: (stage) => createRegistration(asPerson(stage, index, asked), 'https://ace.shop.example.com') },
    {
      at,
      run: (stage) =>
        inTx(asPerson(stage, index, at), (tx) => audit({ ...tx, actor }, auditedMachine, { action: 'machine.enrol', after: machine })),
    },
  ];
}

/** Who works on a machine that is not theirs has it shared with them. */
function sharing({ people }: Stage, machine: MachineRow, index: number): Happening[] {
  const at = machine.createdAt.getTime() + 5 * DAY;
  const guests = team.flatMap((person, number) => (person.machine === index && number !== index ? [people[number]?.id ?? ''] : []));
  return guests.map((userId, nth) => ({
    at: at + nth * MINUTE,
    run: (stage) => setMember(asPerson(stage, index, at + nth * MINUTE), { machineId: machine.id, userId, role: 'user' }),
  }));
}

/** What happens to the machines: each enrols and is shared, and some come to be read otherwise. */
export function fleetHappenings(stage: Stage, fleet: MachineRow[]): Happening[] {
  const policy = (index: number, daysAgo: number, historyPolicy: 'off' | 'usage'): Happening => {
    const at = workday(stage.now, daysAgo, 9 + index / 2);
    const machineId = stage.machineIds[index] ?? '';
    return { at, run: (stage) => updateMachine(asPerson(stage, index, at), { machineId, historyPolicy }) };
  };
  return [
    ...fleet.flatMap((machine, index) => [...enrolment(stage, machine, index), ...sharing(stage, machine, index)]),
    policy(8, 47, 'off'),
    policy(8, 40, 'usage'),
    policy(3, 22, 'off'),
    policy(3, 20, 'usage'),
  ];
}
