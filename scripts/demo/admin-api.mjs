/** What the site answered, when that was no success. */
export class RequestFailed extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.name = 'RequestFailed';
    this.status = status;
    this.body = body;
  }
}

/**
 * A client for the site's admin API, with JSON in and out.
 *
 * @param {string} url address of the site
 */
export function createAdminApi(url) {
  let token = null;

  async function request(method, path, body) {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const content = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    if (!answer.ok) throw new RequestFailed(method, path, answer.status, content);
    return content;
  }

  return {
    url,
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body ?? {}),
    put: (path, body) => request('PUT', path, body),

    /** Creates the first administrator, which works once per site, and acts as that user from then on. */
    async registerAdministrator({ firstname, lastname, email, password }) {
      const { data } = await request('POST', '/admin/register-admin', {
        firstname,
        lastname,
        email,
        password,
      });
      token = data.token;
    },
  };
}
