"""What a shell line does."""

from __future__ import annotations

import re
from typing import NamedTuple

from nbready.stages.pattern import Pattern


class Command(NamedTuple):
    """A command of a shell line that matters: the stage it enters, or the Python script it runs."""

    stage: str
    call: str
    script: str = ""


_TRAINS = Pattern(
    r"(^|[/_\-.])(re)?(train|finetune|fine_tune|fine-tune|training|pretrain|fit)([/_\-.]|$)", re.I
)
_DEPLOYS = Pattern(r"(^|[/_\-.])(deploy|serve)([/_\-.]|$)", re.I)
_RULES: tuple[tuple[str, Pattern], ...] = (
    (
        "download",
        Pattern(
            r"^(wget|curl|aria2c|gdown|kaggle\s+(competitions|datasets|c|d)\s+(download|files)|"
            r"(hf|huggingface-cli)\s+download|aws\s+s3\s+(cp|sync)|gsutil\s+(-m\s+)?(cp|rsync)|gcloud\s+storage\s+cp|"
            r"azcopy|rclone|dvc\s+(pull|get|fetch)|git\s+(clone|lfs)|svn\s+export|scp|rsync)\b"
        ),
    ),
    (
        "train",
        Pattern(
            r"^(yolo\s+(\w+\s+)?(task=\w+\s+)?(mode=)?train|autotrain\b|tune\s+run\b|axolotl\s+train|llamafactory-cli\s+train|"
            r"trl\s+(sft|dpo|grpo|ppo|kto|reward)|spacy\s+train|rasa\s+train|fairseq-train|fasttext\s+(supervised|skipgram|cbow)|"
            r"(\S*/)?vw\s+.*-d\s|gcloud\s+(ai-platform|ml-engine|ai)\s+(jobs\s+submit\s+training|custom-jobs\s+create|hp-tuning)|"
            r"sagemaker\s+create-training-job|aws\s+sagemaker\s+create-(training|hyper)|az\s+ml\s+job\s+create|ludwig\s+(train|experiment)|"
            r"prodigy\s+train|lightgbm\s+config=|catboost\s+fit|openai\s+api\s+fine_tunes\.create|paddleocr\s+train|mim\s+train|opennmt|onmt_train)\b"
        ),
    ),
    (
        "deploy",
        Pattern(
            r"^(streamlit\s+run|gradio\s|uvicorn|gunicorn|fastapi\s+(run|dev)|flask\s+run|mlflow\s+(models\s+(serve|build-docker)|deployments\s+create|sagemaker\s+deploy)|"
            r"bentoml\s+(serve|containerize|deploy|push)|torchserve\s+--start|tensorflow_model_server|seldon|kubectl\s+apply|modal\s+(deploy|serve)|"
            r"gcloud\s+(run\s+deploy|ai\s+endpoints\s+deploy-model|ai-platform\s+versions\s+create|ml-engine\s+versions\s+create|app\s+deploy)|"
            r"az\s+ml\s+(online-deployment|online-endpoint|model\s+deploy|model\s+register|model\s+create)|aws\s+sagemaker\s+create-endpoint|(hf|huggingface-cli)\s+upload|"
            r"vllm\s+serve|ray\s+serve|serve\s+run|docker\s+push|heroku|vetiver|truss\s+push|cog\s+push|ollama\s+push)\b"
        ),
    ),
)
_PYTHON = Pattern(
    r"^(?:\S*/)?(?:python[\d.]*|pypy3?|ipython|\{sys\.executable\}|accelerate\s+launch|torchrun|deepspeed|horovodrun.*?python\d?|"
    r"mpirun.*?python\d?|xvfb-run.*?python\d?|uv\s+run(?:\s+python)?|spark-submit|ray\s+job\s+submit.*?python)\s+(.*)$"
)
_SEPARATOR = Pattern(r"\s*(?:&&|\|\||;|\|)\s*")


def commands(body: str) -> list[str]:
    """The lines of a shell script, one a line of the text; continued ones are joined into the first."""
    lines = body.split("\n")
    for i in range(len(lines) - 2, -1, -1):
        if lines[i].rstrip().endswith("\\"):
            lines[i] = lines[i].rstrip()[:-1] + " " + lines[i + 1]
            lines[i + 1] = ""
    return lines


def read(text: str) -> list[Command]:
    """The commands of a shell line that enter a stage or run a Python script."""
    found = []
    for part in _SEPARATOR.split(text.strip()):
        words = re.sub(r"^(?:\w+=\S*\s+|sudo\s+|nohup\s+|time\s+|env\s+|cd\s+\S+\s+)+", "", part)
        if not words or words[0] == "#":
            continue
        python = _PYTHON.match(words)
        if python:
            script = _script_of(python[1])
            if script:
                found.append(Command("", script, script))
            continue
        for stage, rule in _RULES:
            if rule.match(words):
                found.append(Command(stage, " ".join(words.split()[:2])))
                break
    return found


def _script_of(rest: str) -> str:
    """The script among the arguments of an interpreter; ``-m package.module`` counts as a path."""
    words = rest.split()
    for i, word in enumerate(words):
        if word == "-c":
            return ""
        if word == "-m" and i + 1 < len(words):
            return words[i + 1].replace(".", "/") + ".py"
        if word.endswith(".py"):
            return word.strip("'\"")
    return ""


def stage_by_name(script: str) -> str:
    """The stage that a script's file name speaks of; empty for none."""
    name = script.rpartition("/")[2].removesuffix(".py")
    if _TRAINS.search(name):
        return "train"
    return "deploy" if _DEPLOYS.search(name) else ""
