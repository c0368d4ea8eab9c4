import { Input, SegmentedControl, Text } from '@mantine/core';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import type { BuiltInTool, ToolId } from '@open-ace/contracts/tools';
import { useTranslation } from 'react-i18next';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { drivenTools, installLine, usableTools } from '../choices.ts';
import classes from './NewSessionForm.module.css';
import { NoKeyHint } from './NoKey.tsx';

interface ToolFieldProps {
  machine: Machine;
  value: ToolId;
  onChange: (tool: ToolId) => void;
}

/** What is installed there and can be started from here; what is missing comes with the line that installs it. */
export function ToolField({ machine, value, onChange }: ToolFieldProps) {
  const { t } = useTranslation();
  const tools = usableTools(machine);
  const chosen = tools.find(({ tool }) => tool === value);
  const missing = drivenTools.filter((tool) => !tools.some((each) => each.tool === tool));
  return (
    <Input.Wrapper label={t('session.tool')} labelElement="div">
      {tools.length > 1 && (
        <SegmentedControl
          size="sm"
          aria-label={t('session.tool')}
          value={value}
          data={tools.map(({ tool }) => ({ value: tool, label: toolName(tool, t) }))}
          onChange={(picked) => onChange(tools.find(({ tool }) => tool === picked)?.tool ?? value)}
        />
      )}
      {chosen && <InstalledTool tool={chosen} machine={machine} />}
      {chosen && <NoKeyHint tool={chosen.tool} />}
      {missing.map((tool) => (
        <MissingTool key={tool} tool={tool} machine={machine} />
      ))}
    </Input.Wrapper>
  );
}

function InstalledTool({ tool: { tool, version, tested }, machine }: { tool: MachineTool; machine: Machine }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text span>
        <ToolLabel tool={tool} detail={version} />
      </Text>
      {!tested && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('session.untested', { tool: toolName(tool, t), version, machine: machine.name })}
        </Text>
      )}
    </div>
  );
}

function MissingTool({ tool, machine }: { tool: BuiltInTool; machine: Machine }) {
  const { t } = useTranslation();
  const line = installLine(tool);
  return (
    <div className={classes.missing}>
      <Text>{t('session.toolMissing', { tool: toolName(tool, t), machine: machine.name })}</Text>
      <div className={classes.line}>
        <code>{line}</code>
        <CopyIcon value={line} label={t('session.copyLine')} />
      </div>
      <Text size="xs" c="dimmed">
        {t('session.toolMissingHelp')}
      </Text>
    </div>
  );
}
