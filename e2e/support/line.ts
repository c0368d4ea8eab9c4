import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The way of a machine to its server, which can fall silent as a network does: nothing arrives, and nobody is told. */
export interface Line {
  port: number;
  silence(): void;
  /** What was under way arrives after all. */
  restore(): void;
  /** Every connection ends at once; new ones come through. */
  breakOff(): void;
  close(): Promise<void>;
}

export async function startLine(serverPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (data) => other.write(data));
    socket.on('end', () => other.end());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    if (isSilent) socket.pause();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: serverPort, host: 'localhost', allowHalfOpen: true });
    keep(near, far);
    keep(far, near);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    silence() {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    restore() {
      isSilent = false;
      for (const socket of sockets) socket.resume();
    },
    breakOff,
    async close() {
      server.close();
      breakOff();
    },
  };
}
