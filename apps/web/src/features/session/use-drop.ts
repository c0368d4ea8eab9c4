import { type DragEvent, useRef, useState } from 'react';
import { filesOf } from './use-add-pictures.ts';

/** Takes files that are dropped anywhere in an element; a browser would leave the page for them. */
export function useDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  // Going over a child leaves its parent.
  const depth = useRef(0);
  const isFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => {
        if (!isFiles(event)) return;
        depth.current++;
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (isFiles(event) && --depth.current <= 0) leave();
      },
      onDragOver: (event: DragEvent) => isFiles(event) && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        leave();
        onFiles(filesOf(event.dataTransfer));
      },
    },
  };
}
