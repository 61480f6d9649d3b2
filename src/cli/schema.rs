//! `plaudit schema`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Ending;
use super::report::{complain, count, print, say};
use super::site::current_folder;
use crate::author::schema::{self, Schema};
use crate::diagnostic::nearest;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  plaudit schema                    which schemas there are, and for which files
  plaudit schema kpis               the schema of data/kpis.yaml
  plaudit schema --format markdown  the reference of every file and every key, to read
  plaudit schema -o .schemas        all of them, for an editor:
                                    # yaml-language-server: $schema=../.schemas/kpis.json")]
pub(super) struct SchemaOf {
    /// Which one [default: list them]
    #[arg(value_name = "NAME", conflicts_with = "output_dir")]
    name: Option<String>,
    /// Write all of them into this folder
    #[arg(short, long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
    /// How to print: `markdown` is a reference to read, of every file and every key
    #[arg(long, value_enum, default_value_t = Form::Json, conflicts_with_all = ["name", "output_dir"])]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// JSON Schema, draft-07
    Json,
    /// A reference to read
    Markdown,
}

impl SchemaOf {
    pub(super) fn run(self) -> Ending {
        if self.format == Form::Markdown {
            print(&schema::reference());
            return Ending::Fine;
        }
        let schemas = schema::schemas();
        if let Some(folder) = &self.output_dir {
            return write(folder, &schemas);
        }
        let Some(name) = &self.name else {
            schemas.iter().for_each(|schema| print(&format!("{:12} {}\n", schema.name, schema.files)));
            return Ending::Fine;
        };
        match schemas.iter().find(|schema| schema.name == name) {
            Some(schema) => {
                print(&schema::text(schema));
                Ending::Fine
            }
            None => {
                let hint = nearest(name, schemas.iter().map(|schema| schema.name));
                complain(&format!("there is no schema `{name}`"));
                say(&hint.map_or_else(
                    || "help: `plaudit schema` lists them".into(),
                    |near| format!("help: did you mean `{near}`?"),
                ));
                Ending::WrongCommandLine
            }
        }
    }
}

fn write(folder: &std::path::Path, schemas: &[Schema]) -> Ending {
    let here = match current_folder() {
        Ok(here) => here,
        Err(ending) => return ending,
    };
    match schema::write(&here.join(folder)) {
        Ok(()) => {
            print(&format!("wrote {} to {}\n", count(schemas.len(), "schema"), folder.display()));
            Ending::Fine
        }
        Err(error) => {
            complain(&format!("`{}` cannot be written: {error}", folder.display()));
            Ending::WrongCommandLine
        }
    }
}
