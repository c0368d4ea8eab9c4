import { DataList } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Facts.module.css';

interface Fact {
  name: string;
  value: ReactNode;
}

/** Names and values, one a line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <DataList classNames={{ root: classes.facts, itemLabel: classes.name, itemValue: classes.value }}>
      {facts.map(({ name, value }) => (
        <DataList.Item key={name}>
          <DataList.ItemLabel>{name}</DataList.ItemLabel>
          <DataList.ItemValue>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}
