import { Tooltip } from '@mantine/core';
import type { MachineTool } from '@open-ace/contracts/machine';
import { IconAlertTriangle, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { Unknown } from '#ui/Unknown.tsx';
import classes from './ToolChips.module.css';

/** The CLIs of a machine with their versions; what is wrong with one is a mark here, and in words on hover. */
export function ToolChips({ tools }: { tools: readonly MachineTool[] }) {
  const { t } = useTranslation();
  if (tools.length === 0) return <Unknown reason={t('machine.noTools')} />;
  return (
    <span className={classes.chips}>
      {tools.map((tool) => (
        <ToolChip key={tool.tool} tool={tool} />
      ))}
    </span>
  );
}

function ToolChip({ tool: { tool, name, version, tested, problem } }: { tool: MachineTool }) {
  const { t } = useTranslation();
  const trouble = problem || (tested ? '' : t('machine.notTested'));
  const Icon = problem ? IconCircleXFilled : IconAlertTriangle;
  return (
    <Tooltip multiline maw={320} label={[`${name || toolName(tool, t)} ${version}`, trouble].filter(Boolean).join(': ')}>
      <span className={classes.chip}>
        <ToolMark tool={tool} size={16} note={version} />
        <span className={`tabular ${classes.version}`}>{version}</span>
        {trouble !== '' && (
          <Icon size={13} className={classes.trouble} data-problem={problem !== '' || undefined} role="img" aria-label={trouble} />
        )}
      </span>
    </Tooltip>
  );
}
