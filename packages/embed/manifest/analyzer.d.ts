/** Exports of the analyzer that its own types do not declare. */
declare module '@custom-elements-manifest/analyzer/index.js' {
  import type { InitializeParams, Plugin } from '@custom-elements-manifest/analyzer'
  export const ts: InitializeParams['ts']
  export function create(options: {
    modules: readonly unknown[]
    plugins: readonly Plugin[]
    context: Record<string, unknown>
  }): unknown
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  import type { Plugin } from '@custom-elements-manifest/analyzer'
  export function litPlugin(): Plugin[]
}
