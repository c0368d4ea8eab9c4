import { gzipSync } from 'node:zlib';

const blockSize = 512;
/** As npm dates what it packs: the same input gives the same bytes whenever and wherever it is packed. */
const packedAt = 499162500;

const octal = (value, length) => `${value.toString(8).padStart(length - 1, '0')}\0`;

function header(name, size, mode) {
  const block = Buffer.alloc(blockSize);
  const fields = [
    [0, name],
    [100, octal(mode, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(size, 12)],
    [136, octal(packedAt, 12)],
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\x0000'],
  ];
  for (const [offset, text] of fields) block.write(text, offset, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/**
 * A package as npm packs it: a gzipped ustar archive with everything below `package/`.
 * @param {{ name: string, mode: number, data: Buffer }[]} files names of at most 90 characters
 */
export function pack(files) {
  const blocks = files.flatMap(({ name, mode, data }) => [
    header(`package/${name}`, data.length, mode),
    data,
    Buffer.alloc((blockSize - (data.length % blockSize)) % blockSize),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]), { level: 9 });
}
