/// <reference types="@aw-flow/embed/vue" />
import '@aw-flow/embed'
import { createApp } from 'vue'
import App from './App.vue'

createApp(App).mount('#app')
