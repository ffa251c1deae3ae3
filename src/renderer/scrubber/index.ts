// The rulers under the picture.
export { Rulers } from './Rulers';
