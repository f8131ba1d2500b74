"""How people name data, models, and what is neither: files, variables, texts."""

from __future__ import annotations

import re

from nbready.stages.pattern import Pattern

DATA_TEXT = Pattern(
    r"\.(csv|tsv|data|dat|jsonl|ndjson|parquet|feather|arff|libsvm|svm|svmlight|npy|npz|mat|h5|hdf5?|xlsx?|"
    r"sqlite|db|edf|tfrecords?|avro|orc|nc|wav|conll|txt|gz|bz2|idx\d?-ubyte)\b|-ubyte\b",
    re.I,
)
_WORDY = r"(?<![a-z]){}(?![a-z])"
DATA_WORD = Pattern(
    _WORDY.format(
        r"(df\w?|data\w{0,4}|dataset\w*|train\w{0,3}|test\w{0,3}|valid\w*|val|corpus|corpora|reviews?|tweets?|texts?|"
        r"docs?|documents?|records?|samples?|features?|rows|examples|images?|imgs?|labels?|targets?|sentences|"
        r"news|comments?|articles?|movies?|ratings?|users?|prices?|sales|events|sequences|matrix|table|[xy])"
    ),
    re.I,
)
# A variable that holds the path of a file of rows: ``test_file``, ``corpus_path``.
DATA_PATH = Pattern(
    r"^(\w+_)?(train|test|valid|dev|eval|data|dataset|corpus|reviews?)_?(data_?)?(file|path|fn|fname|filename|filepath)$",
    re.I,
)
OTHER_WORD = Pattern(
    r"config|cfg|settings|params?\b|parameter|option|secret|credential|token\b|api_?key|password|args|manifest|"
    r"metadata|schema|readme|license|\.css|\.html?\b|\.ya?ml|\.toml|\.ini|\.md\b|\.py\b|\.ipynb|\.sql\b|\.env\b|\.sh\b|"
    r"\.jinja|template|prompt|\.log\b|log\.txt|requirements|style|font|vocab|mapping|categories|cat_to_name|"
    r"class_names|_names|summary|featurization|classes|label_?map|imagenet_class|id2label|label2id|dockerfile|swagger|stopword|results?\b|metrics?\b|(?<![a-z])history(?!_)|environ|"
    r"conda|environment|env_?file|scoring(?!_?(data|file))|score_?file|score\.py|hparams",
    re.I,
)
MODEL_WORD = Pattern(
    r"model|(?<![a-z])(clf|classifier|regressor|estimator|net|network|weights?|checkpoint|ckpt|state_dict)(?![a-z])|"
    r"\.(pt|pth|onnx|joblib|keras|ckpt|safetensors|pmml)\b|scaler|encoder|tokeni[sz]er|vectori[sz]er|transformer|imputer|"
    r"pipeline|(?<![a-z])(pipe|pca|tfidf|word2vec|w2v|glove|embeddings?|recsys|recommender|forecaster|detector|ranker|study|trials?|agent|policy|learner|predictor|rf|ebm|gbm|mlp|lstm|cnn|logreg|booster|xgb|lgbm?|svm|knn|ohe|le)(?![a-z])",
    re.I,
)


def says_other(text: str) -> bool:
    """Whether a text speaks of a configuration, a model or an asset."""
    return bool(OTHER_WORD.search(text) or MODEL_WORD.search(text))


def says_data(text: str) -> bool:
    """Whether a file's name is that of data, rather than of a configuration, model or asset."""
    if not text or OTHER_WORD.search(text):
        return False
    name = re.split(r"[/\\]", text.strip())[-1]
    if MODEL_WORD.search(name):
        return False
    return bool(DATA_TEXT.search(name)) or bool(
        re.search(r"\.(txt|json|pkl|pickle|xml|log)\b", name) and DATA_WORD.search(text.lower())
    )
