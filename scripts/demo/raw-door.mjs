import { SUPPORT } from './people.mjs';

/** The permission that an API token needs for the raw HTTP door. */
const PERMISSIONS = ['plugin::mail-gateway.inbound.raw'];

/** Makes an API token that opens the raw HTTP door and nothing else. */
export async function openRawDoor(api, siteUrl) {
  const { data } = await api.post('/admin/api-tokens', {
    name: 'Raw mail',
    description: 'Hands mail in over HTTP',
    type: 'custom',
    lifespan: null,
    permissions: PERMISSIONS,
  });
  return {
    token: data.accessKey,
    url: `${siteUrl}/api/mail-gateway/inbound/raw?recipient=${encodeURIComponent(SUPPORT)}`,
  };
}

/** A command line that hands a mail in; it can be pasted as it is. */
export function curlLine({ url, token }) {
  const mail = `From: you@customer.example\\nTo: ${SUPPORT}\\nSubject: Hello by curl\\n\\nHow are you?\\n`;
  return `printf '${mail}' | curl -sS --data-binary @- -H 'Content-Type: message/rfc822' -H 'Authorization: Bearer ${token}' '${url}'`;
}
