/** Words of the server that somebody may choose, and of where a thing is. */
export const englishServer = () => ({
  server: {
    title: 'Server',
    alone:
      'Runs, data and workflows stay in this browser. With a server, workflows that you edit or run, their data and their runs are there, too.',
    address: 'Address',
    token: 'Token, where it asks for one',
    asking: 'Asking it…',
    use: 'Use this server',
    connected: {
      asking: 'Asking',
      failed: 'Kept in this browser, not sent to',
      ready: 'Workflows are saved and run on',
    },
    both: 'All of it stays in this browser as well; what is only here says so in the lists.',
    sendAll: 'Send what is only here',
    leave: 'Use this browser alone',
    api: 'The server that this page came from has an API for programs, too:',
    readApi: 'read its documentation',
    noAddress: (written: string): string => `“${written}” is no address.`,
    notOurs: (address: string): string => `${address} answers, but is no server of this kind.`,
    noAddressHint: 'Write it as https://aw.example.com, or leave it empty for the server of this page.',
    runGoesOn: 'A run goes on in this page.',
    runGoesOnHint: 'Wait until it has ended, or cancel it; then choose again.',
    notKept: 'The browser does not let the choice be kept.',
    notKeptHint: 'Leave the private window, or allow this site to store data.',
    taken: (address: string): string => `Workflows are saved and run on ${address} now.`,
    left: 'Everything stays in this browser now.',
    hasAll: 'The server has all of it already.',
    sent: (count: number): string => `Sent: ${count}.`,
    notSent: (why: string): string => `Not all of it could be sent. ${why}`,
    notSentHint: 'Try it again.',
    blocked: (address: string): string => `This page may not ask ${address}: its own server does not name it.`,
    blockedHint: 'Whoever runs the server of this page adds it to AW_CONNECT.',
  },
  places: {
    here: 'Only in this browser',
    there: 'On the server',
    both: 'In this browser and on the server',
  },
})

export type EnglishServer = ReturnType<typeof englishServer>
