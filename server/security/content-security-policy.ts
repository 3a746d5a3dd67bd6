/**
 * The one policy (design.md): sent with every page, script and worker of the studio. No inline script or style, no
 * `eval` but WebAssembly's compiler, no other origin, and addresses of scripts only through the Trusted Types policies
 * `aw` and `lit-html`.
 */
export const contentSecurityPolicy = policyWith([])

/** The one policy, but for the origins that whoever runs the server lets its pages ask, too: nothing is run from them. */
export function policyWith(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    // What makes the studio installable.
    "manifest-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types aw lit-html',
  ].join('; ')
}

/** What is no page of ours (answers of the API, files that people gave): loads and runs nothing, and stands in no frame. */
export const inertContentPolicy = "default-src 'none'; frame-ancestors 'none'"
