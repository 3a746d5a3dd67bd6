// The entry for bundlers. It tells them which files to bundle as workers and which to copy, in the form that they
// recognize.
import './assets.js'

export * from './modules/aw.js'
