export {
  FileError as AccessFileError,
  type FileFinding as AccessFileFinding,
} from "../yaml/mistake";
export { AccessFileStack } from "./access-file-stack";
export { type AccessFileApp, checkAccessFile, synthAccessFile, withAccessFile } from "./app";
export { accessFileJsonSchema } from "./json-schema";
