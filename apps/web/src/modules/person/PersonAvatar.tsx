import { Avatar } from '@mantine/core';
import { initials } from './initials.ts';

interface PersonAvatarProps {
  name: string;
  size?: number;
  /** The viewer is marked in the accent colour. */
  own?: boolean;
}

/** Decoration: the name always stands beside it or labels what it is in. */
export function PersonAvatar({ name, size = 24, own }: PersonAvatarProps) {
  return (
    <Avatar size={size} color={own ? 'accent' : 'gray'} aria-hidden>
      {initials(name)}
    </Avatar>
  );
}
