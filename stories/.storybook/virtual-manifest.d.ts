declare module 'virtual:aw-manifest' {
  const manifest: object
  export default manifest
}
