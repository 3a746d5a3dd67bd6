/// <reference types="@aw-flow/embed/svelte" />
import '@aw-flow/embed'
import { mount } from 'svelte'
import App from './App.svelte'

mount(App, { target: document.querySelector('#app')! })
