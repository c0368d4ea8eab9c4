import { TagsInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSeenModels } from '../use-seen-models.ts';

interface ModelsInputProps extends GetInputPropsReturnType {
  label: string;
  description: string;
  chosen: readonly string[];
}

/** Names of models, of which every one is meant where there are none. What to offer is asked for by typing: the list would lie over what stands below. */
export function ModelsInput({ chosen, ...input }: ModelsInputProps) {
  const { t } = useTranslation();
  const seenModels = useSeenModels();
  const [open, setOpen] = useState(false);
  return (
    <TagsInput
      placeholder={chosen.length === 0 ? t('providerKey.everyModel') : undefined}
      data={seenModels}
      limit={8}
      splitChars={separators}
      isDuplicate={isSameName}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      openOnFocus={false}
      dropdownOpened={open}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onSearchChange={(typed) => setOpen(typed !== '')}
      {...input}
    />
  );
}

/** A list of names may be pasted as it comes. */
const separators = [',', ';', ' ', '\n'];

/** Vendors tell upper case from lower. */
const isSameName = (name: string, names: string[]) => names.includes(name);
