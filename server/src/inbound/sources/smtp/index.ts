export { createListeners, type Listeners, type ListenersSettings } from './listeners';
