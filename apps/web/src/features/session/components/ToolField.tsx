import { Select, Text } from '@mantine/core';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ToolLabel, ToolMark } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { type ToolChoice, toolChoices } from '../choices.ts';
import classes from './NewSessionForm.module.css';
import { NoKeyHint } from './NoKey.tsx';

interface ToolFieldProps {
  machine: Machine;
  value: ToolId;
  onChange: (tool: ToolId) => void;
}

/** What is installed there and can be started from here; what is missing can be chosen, too, to be installed. */
export function ToolField({ machine, value, onChange }: ToolFieldProps) {
  const { t } = useTranslation();
  const choices = toolChoices(machine);
  const chosen = choices.find(({ tool }) => tool === value);
  return (
    <div>
      <Select
        label={t('session.tool')}
        data={choices.map((choice) => ({ value: choice.tool, label: nameOf(choice, t) }))}
        value={chosen ? value : null}
        leftSection={chosen && <ToolMark tool={value} />}
        rightSectionPointerEvents="none"
        onChange={(picked) => picked && onChange(picked)}
        renderOption={({ option }) => {
          const choice = choices.find(({ tool }) => tool === option.value);
          if (!choice) return option.label;
          return (
            <span className={classes.option}>
              <span className={classes.optionName}>
                <ToolLabel tool={choice.tool} />
              </span>
              <Text span size="xs" c="dimmed">
                {stateOf(choice, t)}
              </Text>
            </span>
          );
        }}
      />
      {chosen?.installed && <InstalledTool tool={chosen.installed} name={nameOf(chosen, t)} machine={machine} />}
      {chosen?.installed && <NoKeyHint tool={chosen.tool} />}
    </div>
  );
}

const nameOf = ({ tool, installed }: ToolChoice, t: TFunction) => installed?.name || toolName(tool, t);

function stateOf({ installed }: ToolChoice, t: TFunction): string {
  if (!installed) return t('session.toolNotInstalled');
  return installed.problem ? t('session.toolHasProblem') : installed.version;
}

function InstalledTool({ tool: { version, tested, problem }, name, machine }: { tool: MachineTool; name: string; machine: Machine }) {
  const { t } = useTranslation();
  const names = { tool: name, version, machine: machine.name };
  if (problem) {
    return (
      <Text size="xs" c="var(--ace-severity-critical-text)" mt={6} role="status">
        {t('session.toolProblem', names)} {problem}
      </Text>
    );
  }
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {t(tested ? 'session.toolVersion' : 'session.untested', names)}
    </Text>
  );
}
