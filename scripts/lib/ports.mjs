import net from 'node:net';

/** A port of this machine that nobody listens on: the preferred one if it is free. */
export async function freePort(preferred = 0, host = '127.0.0.1') {
  return (await listenable(preferred, host)) ?? (await listenable(0, host));
}

function listenable(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(port, host, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}
