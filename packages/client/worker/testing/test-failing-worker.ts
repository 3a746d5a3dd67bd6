// A worker that throws at its first message.
addEventListener('message', () => {
  throw new Error('out of memory')
})
