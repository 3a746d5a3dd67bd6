declare module 'virtual:aw-manifest' {
  import type { Manifest } from '../../packages/embed/manifest/manifest.ts'

  const manifest: Manifest
  export default manifest
}
