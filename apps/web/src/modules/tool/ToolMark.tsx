import { Box, type BoxProps, Group, Text, Tooltip } from '@mantine/core';
import {
  IconAsterisk,
  IconBrackets,
  IconChevronRight,
  IconDots,
  IconHexagon,
  type IconProps,
  IconSparkle,
  IconSquareRotated,
  IconTriangleInverted,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { type ShownTool, toolColor } from '#ui/theme/tokens.ts';
import classes from './ToolMark.module.css';
import { shownTool, toolName } from './tools.ts';

/** Each tool has its own shape as well as its own colour. */
const shapes: Record<ShownTool, ComponentType<IconProps>> = {
  'claude-code': IconAsterisk,
  codex: IconChevronRight,
  'qwen-code': IconSquareRotated,
  openclaw: IconTriangleInverted,
  gemini: IconSparkle,
  opencode: IconBrackets,
  api: IconHexagon,
  other: IconDots,
};

interface ToolMarkProps {
  tool: string;
  size?: number;
  /** What else to say of it on hover: its version, and what is wrong with it. */
  note?: string;
}

export function ToolMark({ tool, size = 18, note }: ToolMarkProps) {
  const { t } = useTranslation();
  const label = note ? `${toolName(tool, t)} ${note}` : toolName(tool, t);
  return (
    <Tooltip label={label}>
      <Shape tool={tool} size={size} label={label} />
    </Tooltip>
  );
}

interface ShapeProps extends BoxProps {
  tool: string;
  size: number;
  label: string | undefined;
}

/** What a tooltip puts on its target comes along with the rest. */
function Shape({ tool, size, label, className, ...others }: ShapeProps) {
  const Icon = shapes[shownTool(tool)];
  return (
    <Box
      component="span"
      className={[classes.mark, className].filter(Boolean).join(' ')}
      w={size}
      h={size}
      __vars={{ '--tool-color': toolColor(shownTool(tool)) }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      {...others}
    >
      <Icon size={size * 0.68} stroke={2.4} aria-hidden />
    </Box>
  );
}

interface ToolLabelProps {
  tool: string;
  /** A version, as a rule. */
  detail?: string;
}

export function ToolLabel({ tool, detail }: ToolLabelProps) {
  const { t } = useTranslation();
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex" miw={0} maw="100%" className={classes.label}>
      <Shape tool={tool} size={18} label={undefined} />
      <Text span inherit truncate>
        {toolName(tool, t)}
      </Text>
      {detail && (
        <Text span inherit c="dimmed" className="tabular">
          {detail}
        </Text>
      )}
    </Group>
  );
}
