/** Origins that the policy of the studio allows in addition to the server's own. */
export interface PolicyOrigins {
  /** Origins that pages may connect to. No code is loaded from them. */
  connect?: readonly string[]
  /** Origins whose pages may show the studio in a frame. */
  frameAncestors?: readonly string[]
}

/**
 * The content security policy of the studio: no inline scripts and styles, no `eval` except compiling
 * WebAssembly, no other origin, no `<base>`, no forms to other origins, no frames of other pages, and script URLs only
 * through the Trusted Types policies `aw` and `lit-html`.
 *
 * @internal
 */
export const contentSecurityPolicy = createPolicy({})

/** Returns the policy with additional origins. */
export function createPolicy({ connect = [], frameAncestors = [] }: PolicyOrigins): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    // Required for an installable studio.
    "manifest-src 'self'",
    // These directives do not fall back to `default-src`.
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
    "require-trusted-types-for 'script'",
    'trusted-types aw lit-html',
  ].join('; ')
}

/** The policy of all other responses (API, uploaded files), which load and run nothing and cannot be framed. */
export const inertContentPolicy = "default-src 'none'; frame-ancestors 'none'"
