// The engine's worker for bundlers, which bundle the worker of code nodes with it.
import './sandbox.js'
import './aw-worker.js'
