// The entry for bundlers. It refers to workers and copied files in the form that bundlers recognize.
import './assets.js'

export * from './modules/aw.js'
