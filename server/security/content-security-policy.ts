/**
 * The content security policy of the studio (design.md): no inline scripts and styles, no `eval` except compiling
 * WebAssembly, no other origin, and script URLs only through the Trusted Types policies `aw` and `lit-html`.
 *
 * @internal
 */
export const contentSecurityPolicy = createPolicy([])

/** Returns the policy with additional origins that pages may connect to. No code is loaded from them. */
export function createPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    // Required for an installable studio.
    "manifest-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types aw lit-html',
  ].join('; ')
}

/** The policy of everything else (API responses, uploaded files): loads and runs nothing, and cannot be framed. */
export const inertContentPolicy = "default-src 'none'; frame-ancestors 'none'"
