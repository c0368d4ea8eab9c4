import { Autocomplete, Button, Group, Kbd, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Machine, MachineTool, ToolDefault } from '@open-ace/contracts/machine';
import type { Conversation, Session } from '@open-ace/contracts/session';
import type { ToolId } from '@open-ace/contracts/tools';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { showFieldErrors } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { modKey } from '#modules/shortcuts/keys.ts';
import { FormError } from '#ui/FormError.tsx';
import {
  byPresence,
  choiceOf,
  drivenTools,
  lastStarted,
  modelChoices,
  modeOn,
  modesOf,
  type SessionChoice,
  usableTools,
} from '../choices.ts';
import { checkFolder, folderRefusal } from '../folder-check.ts';
import { excessLength, mostCharacters } from '../message-length.ts';
import { sessionPath } from '../pages.ts';
import { usePictureStore, usePictures } from '../pictures.ts';
import { recentFolders } from '../session-list.ts';
import { filesOf, useAddPictures } from '../use-add-pictures.ts';
import { useDrop } from '../use-drop.ts';
import { addUnsent } from '../use-send.ts';
import { useToolDefault } from '../use-tool-default.ts';
import { useWriting } from '../writing.ts';
import { ConversationField } from './ConversationField.tsx';
import { FolderField } from './FolderField.tsx';
import { MachineField } from './MachineField.tsx';
import { MissingTool } from './MissingTool.tsx';
import { ModeField } from './ModeField.tsx';
import classes from './NewSessionForm.module.css';
import { PictureStrip } from './PictureStrip.tsx';
import { PresetNote } from './PresetNote.tsx';
import { ToolField } from './ToolField.tsx';

interface NewSessionFormProps {
  machines: readonly Machine[];
  sessions: readonly Session[];
}

/** A conversation to go on with, of one tool in one folder. */
type Picked = { place: string; conversation: Conversation };

/** As the last session, where its machine is there; else the first machine that is. */
function firstChoice(machines: readonly Machine[], sessions: readonly Session[], userId: string): SessionChoice {
  const last = lastStarted(sessions, userId);
  const machine = machines.find(({ id, status }) => id === last?.machine.id && status !== 'offline') ?? byPresence(machines)[0];
  if (last && machine?.id === last.machine.id) return choiceOf(last);
  const tool = machine ? usableTools(machine)[0]?.tool : undefined;
  return {
    machineId: machine?.id ?? '',
    tool: tool ?? drivenTools[0] ?? 'claude-code',
    cwd: (machine && recentFolders(sessions, machine.id)[0]) ?? '',
    model: '',
    permissionMode: 'ask',
  };
}

export function NewSessionForm({ machines, sessions }: NewSessionFormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<unknown>(null);
  const [picked, setPicked] = useState<Picked | null>(null);
  const draftKey = `new:${me.id}`;
  const message = useWriting(({ drafts }) => drafts[draftKey] ?? '');
  const write = useWriting((writing) => writing.write);
  const images = usePictures(draftKey);
  const adding = useAddPictures(draftKey);
  const drop = useDrop((files) => void adding.add(files));
  const form = useForm({
    initialValues: firstChoice(machines, sessions, me.id),
    validate: {
      machineId: (id) => (machines.some((machine) => machine.id === id) ? null : t('session.chooseMachine')),
      cwd: (path) => (/^(\/|~$|~\/|[A-Za-z]:[\\/])/.test(path.trim()) ? null : t('session.folderRule')),
    },
  });
  const messageField = useRef<HTMLTextAreaElement>(null);
  useStartWhereItIsEmpty(form.values.cwd !== '', messageField);
  const { machineId, tool, cwd, permissionMode } = form.values;
  const place = `${machineId} ${tool} ${cwd.trim()}`;
  const conversation = picked?.place === place ? picked.conversation : null;
  const machine = machines.find(({ id }) => id === machineId);
  const installed = machine?.tools.find((candidate) => candidate.tool === tool);
  const { offered } = modesOf(installed);
  const usual = useToolDefault(machineId, tool);
  usePreset(`${machineId} ${tool}`, usual, installed, ({ model, permissionMode: mode }) =>
    form.setValues({ model, permissionMode: modeOn(installed, mode) }),
  );

  const tooLong = excessLength(message);
  const create = useMutation(
    trpc.session.create.mutationOptions({
      onSuccess: ({ id }, sent) => {
        if (sent.message || images.length > 0) addUnsent(id, sent.message ?? '', images);
        write(draftKey, '');
        usePictureStore.getState().take(draftKey);
        void navigate(sessionPath(id));
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );

  const start = useMutation({
    mutationFn: async ({ cwd, model, ...choice }: SessionChoice) => {
      const said = await checkFolder(choice.machineId, cwd.trim());
      if (said !== null) return form.setFieldError('cwd', folderRefusal(said, t));
      await create
        .mutateAsync({
          ...choice,
          cwd: cwd.trim(),
          ...(model.trim() && { model: model.trim() }),
          ...(message.trim() && { message: message.trim() }),
          ...(conversation && { toolSessionId: conversation.toolSessionId, title: conversation.words.split('\n')[0] || undefined }),
          images: [...images],
        })
        .catch(() => undefined);
    },
    networkMode: 'always',
  });
  const submit = form.onSubmit((choice) => {
    setRefusal(null);
    if (tooLong === null && !start.isPending) start.mutate(choice);
  });
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  const chooseTool = (chosen: ToolId, at = machine) => {
    // One tool's model says nothing to another, and what was preset for it was nobody's choice for this one.
    if (chosen !== tool || form.values.model === usual?.model) form.setFieldValue('model', '');
    form.setFieldValue('tool', chosen);
    const there = at?.tools.find((each) => each.tool === chosen);
    form.setFieldValue('permissionMode', modeOn(there, permissionMode === usual?.permissionMode ? 'ask' : permissionMode));
  };
  const chooseMachine = (id: string) => {
    const chosen = machines.find((each) => each.id === id);
    form.setFieldValue('machineId', id);
    if (!chosen) return;
    const tools = usableTools(chosen);
    chooseTool((tools.find((each) => each.tool === tool) ?? tools[0])?.tool ?? tool, chosen);
    form.setFieldValue('cwd', recentFolders(sessions, id)[0] ?? '');
  };

  const isThere = machine !== undefined && machine.status !== 'offline';
  const ready = isThere && installed !== undefined && installed.problem === '' && offered.includes(permissionMode);
  return (
    <form noValidate onSubmit={submit} onKeyDown={onKeyDown} {...drop.handlers}>
      <Stack gap={16}>
        <div className={classes.pair}>
          <MachineField machines={machines} value={machineId} error={form.errors.machineId} onChange={chooseMachine} />
          {machine && <ToolField machine={machine} value={tool} onChange={(value) => chooseTool(value)} />}
        </div>
        {machine && !installed && <MissingTool key={`${machine.id} ${tool}`} tool={tool} machine={machine} />}
        <div className={classes.pair} data-uneven>
          <FolderField
            machine={machine}
            recent={machine ? recentFolders(sessions, machine.id).slice(0, 8) : []}
            {...form.getInputProps('cwd')}
          />
          <Autocomplete
            label={t('session.modelOptional')}
            description={usual?.model ? t('session.modelHelpPreset', { model: usual.model }) : t('session.modelHelp')}
            placeholder={usual?.model || t('session.ownModel')}
            data={modelChoices(tool, sessions, usual?.model)}
            maxLength={200}
            spellCheck={false}
            {...form.getInputProps('model')}
          />
        </div>
        {installed && machine?.owner.id === me.id && (
          <ConversationField
            machine={machine}
            tool={tool}
            cwd={cwd}
            value={conversation}
            onChange={(chosen) => setPicked(chosen && { place, conversation: chosen })}
          />
        )}
        {offered.length > 0 && (
          <ModeField
            tool={installed}
            toolId={tool}
            machine={machine}
            value={permissionMode}
            onChange={(mode) => form.setFieldValue('permissionMode', mode)}
          />
        )}
        {usual && machine && installed && <PresetNote usual={usual} machine={machine} />}
        <Textarea
          ref={messageField}
          label={t('session.firstMessage')}
          description={t('session.firstMessageHelp')}
          minRows={3}
          maxRows={14}
          error={tooLong !== null && t('session.tooLong', { count: tooLong, most: mostCharacters })}
          value={message}
          onChange={(event) => write(draftKey, event.currentTarget.value)}
          onPaste={(event) => {
            const files = filesOf(event.clipboardData);
            if (files.length > 0) event.preventDefault();
            void adding.add(files);
          }}
        />
        <PictureStrip
          images={images}
          pending={adding.pending}
          problem={adding.problem}
          onRemove={(index) => usePictureStore.getState().remove(draftKey, index)}
        />
        <FormError error={refusal} />
        <Group gap={12} className={classes.start}>
          <Button
            type="submit"
            loading={start.isPending}
            disabled={!ready || tooLong !== null}
            rightSection={<Kbd className={classes.key}>{`${modKey} Enter`}</Kbd>}
          >
            {t('session.start')}
          </Button>
          {!ready && machine?.status === 'offline' && <Text c="dimmed">{t('session.offlineCannotStart', { machine: machine.name })}</Text>}
        </Group>
      </Stack>
    </form>
  );
}

/** Puts in what is set for a tool on a machine, once each time that the two are chosen: what the person changes after that stays. */
function usePreset(
  choice: string,
  usual: ToolDefault | null | undefined,
  installed: MachineTool | undefined,
  put: (usual: ToolDefault) => void,
) {
  const onPreset = useEffectEvent(put);
  const done = useRef('');
  useEffect(() => {
    if (usual === undefined || !installed || done.current === choice) return;
    done.current = choice;
    if (usual) onPreset(usual);
  }, [choice, usual, installed]);
}

/** With all else as the last time, the message is what is left to type. */
function useStartWhereItIsEmpty(filled: boolean, field: RefObject<HTMLTextAreaElement | null>) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the form comes up
  useEffect(() => {
    if (!filled || window.matchMedia('(hover: none)').matches) return;
    // After the page's heading, which takes the focus of a new page.
    const timer = window.setTimeout(() => field.current?.focus({ preventScroll: true }), 0);
    return () => window.clearTimeout(timer);
  }, []);
}
