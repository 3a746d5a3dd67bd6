declare module '@aw-flow/sandbox/browser/worker?worker&url' {
  const url: string
  export default url
}
