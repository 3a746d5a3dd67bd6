/** Origins that the studio's policy allows in addition to the server's own origin. */
export interface PolicyOrigins {
  /** Origins that pages may connect to. Code is never loaded from them. */
  connectOrigins?: readonly string[]
  /** Origins whose pages may embed the studio in a frame. */
  frameAncestors?: readonly string[]
}

/**
 * The studio's content security policy. It forbids inline scripts and styles, `eval` (except to compile WebAssembly),
 * other origins, `<base>`, forms that submit to other origins, and frames. Script URLs must come from the Trusted Types
 * policies `aw` and `lit-html`.
 *
 * @internal
 */
export const contentSecurityPolicy = createPolicy({})

/** Returns the studio's policy, extended by the given origins. */
export function createPolicy({ connectOrigins = [], frameAncestors = [] }: PolicyOrigins): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "worker-src 'self'",
    ["connect-src 'self'", ...connectOrigins].join(' '),
    // Required so that the studio can be installed as an app.
    "manifest-src 'self'",
    // These directives do not fall back to `default-src`.
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
    "require-trusted-types-for 'script'",
    'trusted-types aw lit-html',
  ].join('; ')
}

/**
 * The policy for all other responses, such as API responses, uploaded files and the responses of webhooks, which can be HTML
 * of a member. It prevents them from loading or running anything, from sending forms, and from being framed.
 */
export const inertContentPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
