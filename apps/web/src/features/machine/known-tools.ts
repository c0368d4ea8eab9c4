import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import { BuiltInTool, type ToolId, toolNames, toolPackages } from '@open-ace/contracts/tools';

/** A tool that a machine has, or could have. */
export interface KnownTool {
  tool: ToolId;
  name: string;
  installed: MachineTool | null;
  /** How npm installs it; null where nobody said so. */
  package: { version: string; node: string } | null;
}

const installedOn = ({ tools }: Pick<Machine, 'tools'>, tool: ToolId) => tools.find((each) => each.tool === tool) ?? null;

/** Those that Open ACE comes with, those that administrators added, and whatever else the machine tells of. */
export function knownTools(machine: Pick<Machine, 'tools'>, added: readonly AcpAgent[]): KnownTool[] {
  const builtIn = BuiltInTool.options.map((tool) => ({
    tool,
    name: toolNames[tool],
    installed: installedOn(machine, tool),
    package: toolPackages[tool],
  }));
  const configured = added.map(({ id, name, package: npm, tested, node }) => ({
    tool: id,
    name,
    installed: installedOn(machine, id),
    package: npm === '' ? null : { version: tested.from, node },
  }));
  const listed = new Set([...builtIn, ...configured].map(({ tool }) => tool));
  const others = machine.tools
    .filter(({ tool }) => !listed.has(tool))
    .map((installed) => ({ tool: installed.tool, name: installed.name || installed.tool, installed, package: null }));
  return [...builtIn, ...configured, ...others];
}

/** What installing the tested version does to what is there; null where there is nothing to do or nothing known. */
export function installStep({ installed, package: npm }: KnownTool): 'install' | 'update' | 'goBack' | null {
  if (!npm) return null;
  if (!installed) return 'install';
  const order = installed.version.localeCompare(npm.version, 'en', { numeric: true });
  if (order < 0) return 'update';
  // A newer one that was tested, too, needs no going back.
  return order === 0 || installed.tested ? null : 'goBack';
}
