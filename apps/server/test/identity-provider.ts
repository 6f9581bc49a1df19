// A real identity provider for tests, run as a process of its own: `node identity-provider.ts <origin of the client>`. Prints its issuer.
// Whoever signs in is who they say they are; the account `unchecked` has an address that nobody checked.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const origin = process.argv[2]!
const server = createServer()
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'yingshang',
      client_secret: 'a-secret-of-the-test-that-is-long-enough',
      redirect_uris: [`${origin}/api/session/oidc/callback`],
      post_logout_redirect_uris: [`${origin}/`],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
  cookies: { keys: ['a key of the test'] },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      preferred_username: id.replace(/^other-/, ''),
      email: `${id}@example.org`,
      email_verified: id !== 'unchecked',
    }),
  }),
})
server.on('request', provider.callback())
console.log(`issuer ${issuer}`)
