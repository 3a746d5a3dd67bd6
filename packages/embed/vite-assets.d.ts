declare module '@aw-flow/client/worker?worker&url' {
  const url: string
  export default url
}
